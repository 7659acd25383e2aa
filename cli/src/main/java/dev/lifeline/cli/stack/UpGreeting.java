package dev.lifeline.cli.stack;

/** What a person sees when the stack is up: where it is and what to try. */
record UpGreeting(Ports ports) {

    String text() {
        return """

        Lifeline is up.

          page       %s
          gateway    %s/v1/agents
          monitor    %s/v1/alerts
          executor   %s/v1/agents
          Kafka      %s

        In another terminal:

          ./lifeline run researcher "How far does a lighthouse shine?"
          ./lifeline watch
          ./lifeline status

        Stop with Ctrl-C or ./lifeline down.
        """
                .formatted(
                        ports.url(Part.GATEWAY),
                        ports.url(Part.GATEWAY),
                        ports.url(Part.MONITOR),
                        ports.url(Part.EXECUTOR),
                        ports.bootstrapServers());
    }
}
