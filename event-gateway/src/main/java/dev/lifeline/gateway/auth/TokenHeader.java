package dev.lifeline.gateway.auth;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * What a token says of its signature, before anybody has looked whether it is true.
 *
 * @param kid which key it is signed with, by the issuer's name for it
 */
record TokenHeader(String algorithm, Optional<String> kid) {

    static final String RS256 = "RS256";
    static final String ES256 = "ES256";

    private static final Set<String> ALGORITHMS = Set.of(RS256, ES256);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Reads it; algorithms but ours are refused, before a key is looked for. */
    static TokenHeader of(String token) throws NotAuthenticatedException {
        int end = token.indexOf('.');
        if (end < 0) {
            throw new NotAuthenticatedException("The token is no JSON Web Token.");
        }
        try {
            var header = MAPPER.readTree(Base64.getUrlDecoder().decode(token.substring(0, end)));
            var algorithm = header.path("alg").asText();
            if (ALGORITHMS.contains(algorithm)) {
                return new TokenHeader(
                        algorithm, Optional.ofNullable(header.path("kid").textValue()));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new NotAuthenticatedException("The token is no JSON Web Token.");
        }
        throw new NotAuthenticatedException(
                "The token is not signed as it must be: with RS256 or ES256.");
    }
}
