package dev.lifeline.gateway.wiring;

/** This gateway's name in records and logs. */
record GatewayId(String text) {}
