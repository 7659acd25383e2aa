package dev.lifeline.gateway.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * An issuer's RSA keys, made for one test.
 *
 * @param publicKey a PEM file
 * @param privateKey a PKCS#8 file
 */
public record Keys(Path publicKey, Path privateKey) {

    public static Keys generate() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            var pair = generator.generateKeyPair();
            var pem = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII));
            return new Keys(
                    file(
                            ("-----BEGIN PUBLIC KEY-----\n"
                                            + pem.encodeToString(pair.getPublic().getEncoded())
                                            + "\n-----END PUBLIC KEY-----\n")
                                    .getBytes(US_ASCII)),
                    file(pair.getPrivate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads the private key that another part of the test has made. */
    public static PrivateKey privateKey(Path file) {
        try {
            var spec = new PKCS8EncodedKeySpec(Files.readAllBytes(file));
            return KeyFactory.getInstance("RSA").generatePrivate(spec);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path file(byte[] content) {
        try {
            var file = Files.createTempFile("lifeline-key", ".tmp");
            file.toFile().deleteOnExit();
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
