package io.chimera.refinement.local.cli;

import io.chimera.refinement.jobs.AllInOneJob;
import io.chimera.refinement.jobs.DeliveryJob;
import io.chimera.refinement.jobs.MetricsJob;
import io.chimera.refinement.jobs.RefinementJob;

/** The jobs that can be submitted. */
enum JobKind {
  /** From reports to recommendations. */
  refinement("refinement-job.jar", RefinementJob.NAME),
  /** From metric points to the database. */
  metrics("metrics-job.jar", MetricsJob.NAME),
  /** From recommendations to subscribers. */
  delivery("delivery-job.jar", DeliveryJob.NAME),
  /** All in one graph; the delivery only if there are subscribers. */
  all("all-in-one-job.jar", AllInOneJob.NAME);

  private final String jar;
  private final String runningName;

  JobKind(String jar, String runningName) {
    this.jar = jar;
    this.runningName = runningName;
  }

  String jar() {
    return jar;
  }

  /** The name under which it runs. */
  String runningName() {
    return runningName;
  }

  /** Whether it knows of subscribers. */
  boolean delivers() {
    return this == delivery || this == all;
  }
}
