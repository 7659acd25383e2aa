package dev.lifeline.local;

/** A parent for a broker: a program that starts one, prints its pid and then waits for ever. */
final class BrokerHolder {

    private BrokerHolder() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (var broker = BrokerProcess.start()) {
            System.out.println("broker " + broker.process().pid());
            Thread.currentThread().join();
        }
    }
}
