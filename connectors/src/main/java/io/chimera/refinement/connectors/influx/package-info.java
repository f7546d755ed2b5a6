/**
 * Metric points on their way to a time-series database that speaks InfluxDB's line protocol:
 * encoding, the Kafka record in between, and the sink with its retries. No formulas about KPIs live
 * here, and nothing that decides what a point contains.
 */
package io.chimera.refinement.connectors.influx;
