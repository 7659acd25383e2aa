package dev.lifeline.monitor.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lifeline.monitor.stream.UnavailableException;
import dev.lifeline.monitor.table.Tables;
import dev.lifeline.schemas.JsonRendition;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** Answers from the table of alerts, as the contract's JSON. */
@Singleton
final class Answers {

    private final Tables tables;
    private final JsonRendition json;

    Answers(Tables tables, JsonRendition json) {
        this.tables = tables;
        this.json = json;
    }

    /** The tables, once they can be asked. */
    Tables tables() {
        if (!tables.complete()) {
            throw new UnavailableException("the run table is still being read");
        }
        return tables;
    }

    /** An object whose only field holds the records. */
    byte[] list(String name, List<? extends SpecificRecord> records) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes("{\"%s\":[".formatted(name).getBytes(UTF_8));
        for (int i = 0; i < records.size(); i++) {
            if (i > 0) {
                bytes.write(',');
            }
            bytes.writeBytes(json.render(records.get(i)));
        }
        bytes.writeBytes("]}".getBytes(UTF_8));
        return bytes.toByteArray();
    }
}
