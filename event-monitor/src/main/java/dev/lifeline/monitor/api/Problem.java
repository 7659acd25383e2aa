package dev.lifeline.monitor.api;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * Why a request was not answered, as RFC 9457 writes it.
 *
 * @param type stable name, for programs
 * @param title the same for people
 * @param detail what to do about it
 */
record Problem(String type, String title, int status, String detail) {

    static final MediaType MEDIA_TYPE = new MediaType("application", "problem+json");

    static Problem badRequest(String detail) {
        return new Problem("bad-request", "Bad request", 400, detail);
    }

    static Problem notFound(String detail) {
        return new Problem("not-found", "Not found", 404, detail);
    }

    Response response() {
        var response = Response.status(status).type(MEDIA_TYPE).entity(this);
        return switch (status) {
            case 401 -> response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer").build();
            case 503 -> response.header(HttpHeaders.RETRY_AFTER, 1).build();
            default -> response.build();
        };
    }
}
