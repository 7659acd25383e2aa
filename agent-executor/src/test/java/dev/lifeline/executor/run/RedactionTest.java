package dev.lifeline.executor.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "userPassword",
                "passwd",
                "PWD",
                "passphrase",
                "client_secret",
                "clientSecret",
                "secrets",
                "token",
                "access_token",
                "refreshToken",
                "id-token",
                "accessTokens",
                "x-api-key",
                "X-API-KEY",
                "apiKeys",
                "private_key",
                "aws.secret.access.key",
                "Authorization",
                "proxy-authorization",
                "cookie",
                "Set-Cookie",
                "credentials",
                "auth",
                "X-Amz-Signature",
            })
    void namesThatStandForASecret(String name) {
        assertThat(Redaction.json("{\"" + name + "\":\"x\"}"))
                .isEqualTo("{\"" + name + "\":\"[redacted]\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tokens", "max_tokens", "maxToken", "inputTokens", "tokenizer", "tokenCount",
                        "token_type",
                "nextPageToken", "next_token", "eos_token", "author", "authorId", "authenticated",
                        "key",
                "publicKey", "keyword", "secretary", "pass", "compass", "",
            })
    void namesThatDoNot(String name) {
        String json = "{\"" + name + "\":\"x\"}";

        assertThat(Redaction.json(json)).isEqualTo(json);
    }

    @Test
    void allElseStaysToTheLetter() {
        String before =
                "{ \"n\" : 1.10,\n\"big\":123456789012345678901234567890, \"e\":-1E+400,\"u\":\"\\u00e9\", \"token\" : ";
        String after = " , \"f\":0.1000,\"n\":1 ,\"z\":[ ] }  ";

        for (String secret :
                new String[] {
                    "\"x\"", "{\"a\":[1,{}]}", "[ 1.5 ]", "-7", "1e5", "true", "\"\\\"\""
                }) {
            assertThat(Redaction.json(before + secret + after))
                    .isEqualTo(before + "\"[redacted]\"" + after);
        }
        assertThat(Redaction.json(before + "null" + after)).isEqualTo(before + "null" + after);
    }

    @Test
    void aNameThatIsEscapedIsTheSameName() {
        assertThat(Redaction.json("{\"pass\\u0077ord\":\"x\"}"))
                .isEqualTo("{\"pass\\u0077ord\":\"[redacted]\"}");
    }

    @Test
    void jsonWithinAStringIsRedactedByItsOwnNames() {
        assertThat(
                        Redaction.json(
                                "{\"body\":\"{\\\"token\\\":\\\"x\\\",\\\"a\\\":\\\"[{\\\\\\\"pwd\\\\\\\":1}]\\\"}\"}"))
                .isEqualTo(
                        "{\"body\":\"{\\\"token\\\":\\\"[redacted]\\\",\\\"a\\\":\\\"[{\\\\\\\"pwd\\\\\\\":\\\\\\\"[redacted]\\\\\\\"}]\\\"}\"}");
        String prose = "{\"text\":\"the secret: honeybees dance\"}";
        assertThat(Redaction.json(prose)).isEqualTo(prose);
    }

    @Test
    void depthCostsNoStack() {
        String deep = "[".repeat(200_000) + "{\"token\":" + "[".repeat(200_000);
        String end = "]".repeat(200_000) + "}" + "]".repeat(200_000);

        assertThat(Redaction.json(deep + "1" + end))
                .isEqualTo(
                        "[".repeat(200_000) + "{\"token\":\"[redacted]\"}" + "]".repeat(200_000));
        assertThat(Redaction.json(deep)).endsWith("{\"token\":[redacted]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"password": "s3, \\"cr3t", "x": | {"password": "[redacted]", "x":
                    {"a": 1, "api_key": "s3cr3t | {"a": 1, "api_key": "[redacted]
                    {'password': 's3cr3t', a} | {'password': '[redacted]', a}
                    {"credentials": {"user": "s3cr3t", | {"credentials": [redacted]
                    """)
    void whatIsNotQuiteJsonIsSearchedAsText(String text, String redacted) {
        assertThat(Redaction.json(text)).isEqualTo(redacted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    login failed: user=bob password=s3cr3t host=db | login failed: user=bob password=[redacted] host=db
                    wrong API key: s3cr3t | wrong API key: [redacted]
                    got 401 for Authorization: Bearer s3cr3t.s3cr3t | got 401 for Authorization: [redacted]
                    curl -H "Authorization: Basic czNjcjN0" x failed | curl -H "Authorization: [redacted]" x failed
                    Cookie: a=s3cr3t; b=s3cr3t | Cookie: [redacted]
                    sent Bearer s3cr3ts3cr3t to it | sent Bearer [redacted] to it
                    GET https://bob:s3cr3t@host:80/a?q=1&access_token=s3cr3t&b=2 | GET https://bob:[redacted]@host:80/a?q=1&access_token=[redacted]&b=2
                    jdbc:postgresql://h/db?user=u&password=s3cr3t: refused | jdbc:postgresql://h/db?user=u&password=[redacted] refused
                    answer was {"error":"no","token":"s3cr3t"}. | answer was {"error":"no","token":"[redacted]"}.
                    body "{\\"token\\":\\"s3cr3t\\",\\"n\\":1}" | body "{\\"token\\":\\"[redacted]\\",\\"n\\":1}"
                    mysql --password s3cr3t --host h | mysql --password [redacted] --host h
                    key sk-abcdefghijklmnop1234 is revoked | key [redacted] is revoked
                    bad jwt eyJhbGciOiJI.eyJzdWIiOiJh.s3cr3t | bad jwt [redacted]
                    {"message":"no","detail":"pwd=s3cr3t"} | {"message":"no","detail":"pwd=[redacted]"}
                    """)
    void errorsNameNoSecret(String message, String redacted) {
        assertThat(Redaction.message(message)).isEqualTo(redacted);
        assertThat(Redaction.message(redacted)).isEqualTo(redacted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a ",
                "{",
                "[{",
                "\"",
                "a=",
                "://a:",
                "eyJaaaaaaaa-",
                "eyJaaaaaaaa.",
                "bearer ",
                "--a ",
                "\\",
                "password",
                "password=",
                "password:\"",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ",
            })
    @Timeout(60)
    void muchOfAnythingTakesNoLongerThanItsSizeAsks(String piece) {
        String text = piece.repeat(200_000 / piece.length());

        assertThat(Redaction.message(text)).hasSizeLessThanOrEqualTo(2 * text.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "There is no tool 'x'. Known tools: search, read.",
                "The arguments do not fit: argument 'token' is missing.",
                "The run used more than its 4096 tokens: 5000.",
                "Connection refused: https://example.org:8443/path?page=2&tokens=5",
                "",
            })
    void otherErrorsStayAsTheyAre(String message) {
        assertThat(Redaction.message(message)).isEqualTo(message);
    }
}
