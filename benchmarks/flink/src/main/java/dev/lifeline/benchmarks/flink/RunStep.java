package dev.lifeline.benchmarks.flink;

/**
 * What matters of an event: that its run begins, or that it ends. Public and with setters, since
 * Flink serializes such classes fastest.
 */
public final class RunStep {

    private String runId = "";
    private boolean end;

    /** For Flink. */
    public RunStep() {}

    RunStep(String runId, boolean end) {
        this.runId = runId;
        this.end = end;
    }

    public String getRunId() {
        return runId;
    }

    public void setRunId(String runId) {
        this.runId = runId;
    }

    public boolean isEnd() {
        return end;
    }

    public void setEnd(boolean end) {
        this.end = end;
    }
}
