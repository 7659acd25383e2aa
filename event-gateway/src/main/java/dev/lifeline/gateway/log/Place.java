package dev.lifeline.gateway.log;

/**
 * Where a chunk is to be read.
 *
 * @param until behind which nobody asks for anything yet
 */
record Place(int partition, long offset, long until) {}
