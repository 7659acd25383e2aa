package dev.lifeline.schemas;

import dev.lifeline.schemas.avro.AgentDescription;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.AgentStats;
import dev.lifeline.schemas.avro.Alert;
import dev.lifeline.schemas.avro.CancelRun;
import dev.lifeline.schemas.avro.Delivery;
import dev.lifeline.schemas.avro.OwnerControl;
import dev.lifeline.schemas.avro.RunStatus;
import dev.lifeline.schemas.avro.StartRun;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** The schemas of the contract's records, as this release writes them. */
public final class ContractRecords {

    private static final List<Schema> SCHEMAS =
            List.of(
                    AgentEvent.getClassSchema(),
                    OwnerControl.getClassSchema(),
                    StartRun.getClassSchema(),
                    CancelRun.getClassSchema(),
                    RunStatus.getClassSchema(),
                    Alert.getClassSchema(),
                    AgentStats.getClassSchema(),
                    Delivery.getClassSchema(),
                    AgentDescription.getClassSchema());

    private static final Map<String, Schema> BY_NAME =
            SCHEMAS.stream().collect(Collectors.toMap(Schema::getFullName, Function.identity()));

    private ContractRecords() {}

    public static List<Schema> schemas() {
        return SCHEMAS;
    }

    /** The record of that full name, or null where the contract has none. */
    static @Nullable Schema named(String fullName) {
        return BY_NAME.get(fullName);
    }
}
