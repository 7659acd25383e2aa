package dev.lifeline.cli.stack;

import dev.lifeline.cli.terminal.CliFailure;
import dev.lifeline.local.FreePorts;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Refuses to start a stack on ports that others have. */
final class PortCheck {

    private static final int FIRST_PROPOSAL = 18_080;
    private static final int PROPOSAL_STEP = 100;
    private static final int PROPOSALS = 50;

    private final IntPredicate isFree;
    private final IntFunction<String> owner;

    PortCheck(IntPredicate isFree, IntFunction<String> owner) {
        this.isFree = isFree;
        this.owner = owner;
    }

    static PortCheck ofThisMachine() {
        return new PortCheck(FreePorts::isFree, PortOwners::describe);
    }

    /** Fails with who has which port, and with a base that is free. */
    void require(Ports ports) {
        List<String> taken =
                ports.wanted().entrySet().stream()
                        .filter(wanted -> !isFree.test(wanted.getKey()))
                        .map(wanted -> line(wanted.getKey(), wanted.getValue()))
                        .toList();
        if (!taken.isEmpty()) {
            throw new CliFailure(
                    "These ports are taken:\n"
                            + String.join("\n", taken)
                            + "\nStart on others:  ./lifeline up --port-base "
                            + proposal());
        }
    }

    private String line(int port, String part) {
        return "  %d (for the %s) by %s".formatted(port, part, owner.apply(port));
    }

    private int proposal() {
        return IntStream.iterate(FIRST_PROPOSAL, base -> base + PROPOSAL_STEP)
                .limit(PROPOSALS)
                .filter(base -> Ports.from(base).wanted().keySet().stream().allMatch(isFree::test))
                .findFirst()
                .orElse(FIRST_PROPOSAL);
    }
}
