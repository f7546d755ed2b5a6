package io.chimera.refinement.state.detect;

import java.io.Serializable;

/** What one document tells the detectors; exactly one of the fields is set. */
public record DetectionDocument(
    DetectionPolicy policy,
    MaintenanceWindow maintenance,
    FalseAlarm falseAlarm,
    ExpectedReporter expected)
    implements Serializable {

  public static DetectionDocument of(DetectionPolicy policy) {
    return new DetectionDocument(policy, null, null, null);
  }

  public static DetectionDocument of(MaintenanceWindow maintenance) {
    return new DetectionDocument(null, maintenance, null, null);
  }

  public static DetectionDocument of(FalseAlarm falseAlarm) {
    return new DetectionDocument(null, null, falseAlarm, null);
  }

  public static DetectionDocument of(ExpectedReporter expected) {
    return new DetectionDocument(null, null, null, expected);
  }
}
