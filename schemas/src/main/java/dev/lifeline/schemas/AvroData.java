package dev.lifeline.schemas;

import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.specific.SpecificData;

/** How Avro is set up: points in time are instants, and hostile lengths cost nothing. */
final class AvroData {

    static {
        // Avro reserves what a length field claims before it reads on; a hostile one must not cost
        // the heap. The limits hold for the JVM and can be set from outside.
        limit("org.apache.avro.limits.string.maxLength", 16 * 1024 * 1024);
        limit("org.apache.avro.limits.bytes.maxLength", 16 * 1024 * 1024);
        limit("org.apache.avro.limits.collectionItems.maxLength", 100_000);
    }

    /** Finds the contract's classes beside this one, whoever loads Avro. */
    static final SpecificData SPECIFIC = new SpecificData(AvroData.class.getClassLoader());

    static final GenericData GENERIC = new GenericData();

    static {
        SPECIFIC.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
        GENERIC.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
    }

    private AvroData() {}

    private static void limit(String property, int value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(value));
        }
    }
}
