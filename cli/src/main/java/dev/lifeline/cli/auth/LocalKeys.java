package dev.lifeline.cli.auth;

import dev.lifeline.cli.terminal.CliFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Set;

/** The key pair that signs the local stack's tokens; made once, readable by its owner only. */
public final class LocalKeys {

    private static final int BITS = 2048;
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path directory;

    private LocalKeys(Path directory) {
        this.directory = directory;
    }

    /** The keys in the directory, which are made if there are none. */
    public static LocalKeys in(Path directory) {
        var keys = new LocalKeys(directory);
        if (!Files.exists(keys.privateKeyFile()) || !Files.exists(keys.publicKeyFile())) {
            keys.generate();
        }
        return keys;
    }

    /** PKCS#8, PEM. */
    public Path privateKeyFile() {
        return directory.resolve("private.pem");
    }

    /** X.509 SubjectPublicKeyInfo, PEM: what services verify with. */
    public Path publicKeyFile() {
        return directory.resolve("public.pem");
    }

    RSAPrivateKey privateKey() {
        try {
            String base64 =
                    Files.readString(privateKeyFile()).replaceAll("-----[A-Z ]+-----|\\s", "");
            var encoded = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
            return (RSAPrivateKey) KeyFactory.getInstance("RSA").generatePrivate(encoded);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException failure) {
            throw new CliFailure(
                    "Cannot read the key %s (%s). Delete %s and start the stack again: new keys are made."
                            .formatted(privateKeyFile(), failure.getMessage(), directory),
                    failure);
        }
    }

    private void generate() {
        try {
            Files.createDirectories(directory);
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            KeyPair pair = generator.generateKeyPair();
            write(publicKeyFile(), "PUBLIC KEY", pair.getPublic().getEncoded());
            write(privateKeyFile(), "PRIVATE KEY", pair.getPrivate().getEncoded());
        } catch (IOException | GeneralSecurityException failure) {
            throw new CliFailure(
                    "Cannot make keys in " + directory + ": " + failure.getMessage(), failure);
        }
    }

    /** Never half a file, and never readable by others, not even for a moment. */
    private void write(Path file, String label, byte[] der) throws IOException {
        var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        String pem = "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
        Path draft = Files.createTempFile(directory, "key", ".tmp", OWNER_ONLY);
        Files.write(draft, pem.getBytes(StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
