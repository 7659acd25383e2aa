package dev.lifeline.monitor.api;

/** Who may see what spans users. */
final class Operators {

    /** Stands in the groups of an operator's token. */
    static final String ROLE = "lifeline-operator";

    private Operators() {}
}
