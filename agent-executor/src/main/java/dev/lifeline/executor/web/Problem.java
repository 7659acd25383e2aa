package dev.lifeline.executor.web;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/**
 * A refusal as RFC 9457 tells it.
 *
 * @param type stable, for programs
 * @param detail for people: what to do
 */
record Problem(String type, String title, int status, String detail) {

    Response response() {
        var response = Response.status(status).type("application/problem+json").entity(this);
        return status == 401
                ? response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer").build()
                : response.build();
    }
}
