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
import org.apache.avro.Schema;

/** The schemas of the contract's records, as this build writes them. */
final class ContractRecords {

    private ContractRecords() {}

    static List<Schema> schemas() {
        return List.of(
                AgentEvent.getClassSchema(),
                OwnerControl.getClassSchema(),
                StartRun.getClassSchema(),
                CancelRun.getClassSchema(),
                RunStatus.getClassSchema(),
                Alert.getClassSchema(),
                AgentStats.getClassSchema(),
                Delivery.getClassSchema(),
                AgentDescription.getClassSchema());
    }
}
