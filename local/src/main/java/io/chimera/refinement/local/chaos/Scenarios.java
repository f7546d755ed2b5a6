package io.chimera.refinement.local.chaos;

import java.util.List;
import java.util.function.Supplier;

/** Every scenario there is. A new one is one class and one line here. */
final class Scenarios {
  private static final List<Supplier<Scenario>> ALL =
      List.of(
          TaskManagerKilled::new,
          KilledDuringCheckpoints::new,
          AllTaskManagersKilled::new,
          JobManagerKilled::new,
          TaskManagerFrozen::new,
          BrokerKilled::new,
          DatabaseOutage::new,
          PartialWrites::new,
          PoisonFlood::new,
          DuplicateStorm::new,
          IdlePartitions::new,
          Rescaled::new);

  private Scenarios() {}

  /** A fresh one of each, by number. */
  static List<Scenario> all() {
    return ALL.stream().map(Supplier::get).toList();
  }
}
