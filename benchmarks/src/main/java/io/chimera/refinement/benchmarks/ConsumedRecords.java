package io.chimera.refinement.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Set;
import javax.management.AttributeNotFoundException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * How many records the consumers of a group in this JVM have taken, as Kafka's own JMX beans count:
 * exact at the moment of asking, where Flink's REST interface is up to a second old. Ahead of the
 * operators by what a source buffers, at most two polls of 5,000 records per consumer: 1 % of two
 * million.
 */
final class ConsumedRecords {
  private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

  private final ObjectName pattern;

  /**
   * @param group consumer group, which is also how its client ids begin
   */
  ConsumedRecords(String group) {
    try {
      pattern =
          new ObjectName(
              "kafka.consumer:type=consumer-fetch-manager-metrics,client-id=" + group + "*");
    } catch (MalformedObjectNameException e) {
      throw new IllegalArgumentException("group must be a consumer group, was " + group, e);
    }
  }

  long total() {
    Set<ObjectName> consumers = BEANS.queryNames(pattern, null);
    double total = 0;
    for (ObjectName consumer : consumers) {
      total += consumed(consumer);
    }
    return (long) total;
  }

  private static double consumed(ObjectName consumer) {
    try {
      return BEANS.getAttribute(consumer, "records-consumed-total") instanceof Double count
              && !count.isNaN()
          ? count
          : 0;
    } catch (InstanceNotFoundException | AttributeNotFoundException e) {
      return 0; // closed between the question and the answer, or made: attributes come one by one
    } catch (JMException e) {
      throw new IllegalStateException(
          "Cannot read "
              + consumer
              + ": "
              + e.getMessage()
              + "; is the Kafka client another version?",
          e);
    }
  }
}
