package dev.lifeline.e2e.isolation;

import dev.lifeline.e2e.stack.GatewayFleet;
import dev.lifeline.e2e.stack.Issuer;
import dev.lifeline.schemas.UserKey;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Tokens that claim to be a user's and are not good. */
public enum Forgery {
    BAD_SIGNATURE {
        @Override
        public String token(Issuer issuer, UserKey user) {
            var own = GatewayFleet.claims(new UserKey("default", "mallory"));
            return issuer.tampered(own, GatewayFleet.claims(user));
        }
    },
    NO_SIGNATURE {
        @Override
        public String token(Issuer issuer, UserKey user) {
            return Issuer.unsigned(GatewayFleet.claims(user));
        }
    },
    ANOTHER_KEY {
        @Override
        public String token(Issuer issuer, UserKey user) {
            return STRANGER.sign(GatewayFleet.claims(user));
        }
    },
    PUBLIC_KEY_AS_SECRET {
        @Override
        public String token(Issuer issuer, UserKey user) {
            return issuer.signedWithPublicKey(GatewayFleet.claims(user));
        }
    },
    ANOTHER_AUDIENCE {
        @Override
        public String token(Issuer issuer, UserKey user) {
            return issuer.sign(but(user, "aud", "another-service"));
        }
    },
    ANOTHER_ISSUER {
        @Override
        public String token(Issuer issuer, UserKey user) {
            return issuer.sign(but(user, "iss", "https://lifeline.local/"));
        }
    },
    EXPIRED {
        @Override
        public String token(Issuer issuer, UserKey user) {
            return issuer.sign(but(user, "exp", Instant.now().minusSeconds(60).getEpochSecond()));
        }
    },
    NO_EXPIRY {
        @Override
        public String token(Issuer issuer, UserKey user) {
            var claims = new TreeMap<>(GatewayFleet.claims(user));
            claims.remove("exp");
            return issuer.sign(claims);
        }
    };

    private static final Issuer STRANGER = new Issuer();

    /**
     * A token of that kind for that user.
     *
     * @param issuer whom the gateways trust
     */
    public abstract String token(Issuer issuer, UserKey user);

    private static Map<String, Object> but(UserKey user, String name, Object value) {
        return Issuer.with(GatewayFleet.claims(user), name, value);
    }
}
