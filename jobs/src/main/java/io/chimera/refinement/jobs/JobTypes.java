package io.chimera.refinement.jobs;

import io.chimera.refinement.connectors.delivery.Advice;
import io.chimera.refinement.connectors.influx.LineBatch;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Flink types of what only connectors know. */
final class JobTypes {
  static final TypeInformation<LineBatch> LINE_BATCH = TypeInformation.of(LineBatch.class);

  static final TypeInformation<Advice> ADVICE = TypeInformation.of(Advice.class);

  private JobTypes() {}
}
