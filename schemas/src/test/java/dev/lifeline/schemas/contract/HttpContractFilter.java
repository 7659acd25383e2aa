package dev.lifeline.schemas.contract;

import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.net.URI;

/** Holds every answer that REST Assured gets below {@code /v1} against the service's document. */
public final class HttpContractFilter implements Filter {

    private final HttpContract contract;

    public HttpContractFilter(HttpContract contract) {
        this.contract = contract;
    }

    @Override
    public Response filter(
            FilterableRequestSpecification request,
            FilterableResponseSpecification specification,
            FilterContext context) {
        var response = context.next(request, specification);
        var path = URI.create(request.getURI()).getRawPath();
        if (path.startsWith("/v1/")) {
            contract.require(
                    request.getMethod(),
                    path,
                    response.statusCode(),
                    String.valueOf(response.contentType()),
                    response.asString());
        }
        return response;
    }
}
