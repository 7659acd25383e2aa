// Prints the events of one run, a line of JSON each: Avro's single-object encoding, read with libraries of others and the
// writers' schemas from agent.schemas.
//
//   node read-events.js BOOTSTRAP_SERVERS RUN_ID

import { randomUUID } from "node:crypto";
import avro from "avsc";
import { Kafka, logLevel } from "kafkajs";

const SCHEMAS = "agent.schemas";
const EVENTS = "agent.events";
const HEADER_BYTES = 10; // C3 01 and the fingerprint, least significant byte first

const [bootstrapServers, runId] = process.argv.slice(2);
const kafka = new Kafka({
  clientId: "avsc-consumer",
  brokers: bootstrapServers.split(","),
  logLevel: logLevel.NOTHING, // it tries again by itself; what it gives up on ends the program
});

const records = await readWhole([SCHEMAS, EVENTS]);
const types = new Map(
  records
    .filter((record) => record.topic === SCHEMAS)
    .map(({ message }) => [message.key.toString(), avro.Type.forSchema(JSON.parse(message.value))]),
);
records
  .filter((record) => record.topic === EVENTS && record.message.headers.ce_subject?.toString() === runId)
  .forEach(({ message }) => console.log(JSON.stringify({ key: message.key.toString(), event: decode(message.value) })));

function decode(value) {
  if (value[0] !== 0xc3 || value[1] !== 0x01) {
    throw new Error(`not in the single-object encoding: ${value.subarray(0, HEADER_BYTES).toString("hex")}`);
  }
  const fingerprint = Buffer.from(value.subarray(2, HEADER_BYTES)).reverse().toString("hex");
  const type = types.get(fingerprint);
  if (!type) {
    throw new Error(`${SCHEMAS} has no schema ${fingerprint}, only ${[...types.keys()]}`);
  }
  return type.fromBuffer(value.subarray(HEADER_BYTES));
}

/** All records that are in the topics now, in their order within each partition. */
async function readWhole(topics) {
  const missing = await endOffsets(topics);
  const consumer = kafka.consumer({ groupId: `avsc-${randomUUID()}`, maxWaitTimeInMs: 200 });
  const found = [];
  await consumer.connect();
  await consumer.subscribe({ topics, fromBeginning: true });
  await new Promise((resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    consumer.run({
      eachMessage: async (record) => {
        found.push(record);
        const place = `${record.topic}-${record.partition}`;
        if (missing.has(place) && BigInt(record.message.offset) + 1n >= missing.get(place)) {
          missing.delete(place);
        }
        if (missing.size === 0) {
          resolve();
        }
      },
    });
  });
  await consumer.disconnect();
  return found;
}

/** Where each partition that holds anything ends. */
async function endOffsets(topics) {
  const admin = kafka.admin();
  await admin.connect();
  const ends = new Map();
  for (const topic of topics) {
    for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
      if (BigInt(high) > BigInt(low)) {
        ends.set(`${topic}-${partition}`, BigInt(high));
      }
    }
  }
  await admin.disconnect();
  return ends;
}
