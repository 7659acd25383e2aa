package dev.lifeline.schemas;

import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.specific.SpecificData;

/** How Avro is set up: points in time are instants. */
final class AvroData {

    /** Finds the contract's classes beside this one, whoever loads Avro. */
    static final SpecificData SPECIFIC = new SpecificData(AvroData.class.getClassLoader());

    static final GenericData GENERIC = new GenericData();

    static {
        SPECIFIC.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
        GENERIC.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
    }

    private AvroData() {}
}
