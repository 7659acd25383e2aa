package dev.lifeline.cli.stack;

/**
 * What a person sees when the stack is up: where it is and what to try.
 *
 * @param token of the user whom the page's link is for; a fragment is never sent to a server
 */
record UpGreeting(Ports ports, String token) {

    String text() {
        return """

        Lifeline is up.

          gateway    %s/v1/agents
          monitor    %s/v1/alerts
          executor   %s/v1/agents
          Kafka      %s

        A page to start runs on, as the user alice (the link holds her token):

          %s/#token=%s

        In another terminal:

          ./lifeline run researcher "How far does a lighthouse shine?"
          ./lifeline watch
          ./lifeline status

        Stop with Ctrl-C or ./lifeline down.
        """
                .formatted(
                        ports.url(Part.GATEWAY),
                        ports.url(Part.MONITOR),
                        ports.url(Part.EXECUTOR),
                        ports.bootstrapServers(),
                        ports.url(Part.GATEWAY),
                        token);
    }
}
