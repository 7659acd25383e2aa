package dev.lifeline.monitor.run;

/** The identity of one episode of one kind of trouble with one run. */
record AlertId(String subject, String kind, int generation) {

    static AlertId parse(String text) {
        int last = text.lastIndexOf('|');
        int first = text.lastIndexOf('|', last - 1);
        if (first < 0) {
            throw new IllegalArgumentException("not an alert id: " + text);
        }
        return new AlertId(
                text.substring(0, first),
                text.substring(first + 1, last),
                Integer.parseInt(text, last + 1, text.length(), 10));
    }

    @Override
    public String toString() {
        return subject + "|" + kind + "|" + generation;
    }
}
