package io.chimera.refinement.local.cluster;

import io.chimera.refinement.local.world.Ports;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the processes of a cluster listen, on loopback; the same over every restart.
 *
 * @param rpc of the JobManager, when there is only one and nobody elects
 * @param zooKeeper 0 when there is none
 * @param rest of each JobManager
 */
record ClusterPorts(int kafka, int db, int rpc, int zooKeeper, List<Integer> rest) {

  /** What the plan asks for, and any free ones for the rest; fails when one is taken. */
  static ClusterPorts claim(ClusterPlan plan) {
    List<Integer> rest = new ArrayList<>();
    rest.add(Ports.claim("the Flink web UI", "--port-ui", plan.ports().ui()));
    while (rest.size() < plan.size().jobManagers()) {
      rest.add(Ports.free());
    }
    return new ClusterPorts(
        Ports.claim("kafka", "--port-kafka", plan.ports().kafka()),
        Ports.claim("the database", "--port-db", plan.ports().db()),
        Ports.free(),
        plan.size().highAvailability() ? Ports.free() : 0,
        List.copyOf(rest));
  }
}
