package dev.lifeline.schemas;

import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificRecord;

/**
 * A record that was read.
 *
 * @param record as this release knows it; fields it does not know are left out
 * @param complete with the fields that only its writer knows as well; the same object where the
 *     writer knew no others
 */
public record Written<T extends SpecificRecord>(T record, IndexedRecord complete) {}
