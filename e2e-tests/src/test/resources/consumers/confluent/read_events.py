"""Prints the events of one run, a line of JSON each: the Confluent wire format, read with Confluent's own client.

python read_events.py BOOTSTRAP_SERVERS REGISTRY_URL RUN_ID
"""

import json
import sys
from datetime import datetime, timedelta, timezone

from confluent_kafka import Consumer, TopicPartition
from confluent_kafka.schema_registry import SchemaRegistryClient, record_subject_name_strategy
from confluent_kafka.schema_registry.avro import AvroDeserializer
from confluent_kafka.serialization import MessageField, SerializationContext

EVENTS = "agent.events"
PATIENCE = 30.0
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def main(bootstrap_servers, registry_url, run_id):
    decode = AvroDeserializer(
        SchemaRegistryClient({"url": registry_url}),
        conf={"subject.name.strategy": record_subject_name_strategy},
    )
    for message in read_whole(bootstrap_servers):
        if dict(message.headers() or []).get("ce_subject") == run_id.encode():
            event = decode(message.value(), SerializationContext(EVENTS, MessageField.VALUE))
            print(json.dumps({"key": message.key().decode(), "event": event}, default=micros))


def read_whole(bootstrap_servers):
    """All records that are in the topic now, in their order within each partition."""
    consumer = Consumer(
        {
            "bootstrap.servers": bootstrap_servers,
            "group.id": "confluent-consumer",
            "enable.auto.commit": False,
            "enable.partition.eof": False,
        }
    )
    try:
        ends = end_offsets(consumer)
        consumer.assign([TopicPartition(EVENTS, partition, 0) for partition in ends])
        while ends:
            message = consumer.poll(PATIENCE)
            if message is None:
                raise TimeoutError(f"nothing more came; these partitions are not read yet: {ends}")
            if message.error():
                raise RuntimeError(message.error())
            yield message
            if message.offset() + 1 >= ends.get(message.partition(), 0):
                ends.pop(message.partition(), None)
    finally:
        consumer.close()


def end_offsets(consumer):
    """Where each partition that holds anything ends."""
    ends = {}
    for partition in consumer.list_topics(EVENTS, PATIENCE).topics[EVENTS].partitions:
        low, high = consumer.get_watermark_offsets(TopicPartition(EVENTS, partition), PATIENCE)
        if high > low:
            ends[partition] = high
    return ends


def micros(value):
    """Timestamps as they are in the record: microseconds since 1970."""
    if isinstance(value, datetime):
        return (value - EPOCH) // timedelta(microseconds=1)
    raise TypeError(f"not JSON: {value!r}")


if __name__ == "__main__":
    main(*sys.argv[1:])
