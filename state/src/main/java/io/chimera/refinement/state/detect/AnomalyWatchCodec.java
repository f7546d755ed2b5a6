package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.wire.Codec;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Bytes of an {@link AnomalyWatch}. */
final class AnomalyWatchCodec implements Codec<AnomalyWatch> {
  private static final long serialVersionUID = 1;

  @Override
  public String name() {
    return "anomaly-watch";
  }

  @Override
  public int version() {
    return 4;
  }

  @Override
  public boolean immutable() {
    return false;
  }

  @Override
  public void write(AnomalyWatch watch, DataOutput out) throws IOException {
    out.writeBoolean(watch.baseline != null);
    if (watch.baseline != null) {
      watch.baseline.write(out);
    }
    SeriesDetector.CODEC.write(watch.detector, out);
    watch.recent.write(out);
    Wire.writeVarInt(out, watch.abnormalRun);
    out.writeBoolean(watch.incident != null);
    if (watch.incident != null) {
      watch.incident.write(out);
    }
    out.writeBoolean(watch.feedback != null);
    if (watch.feedback != null) {
      watch.feedback.write(out);
    }
  }

  /**
   * Version 1 held a baseline of another kind, which says nothing here: the watch starts anew.
   * Version 2 remembered no incidents, version 3 had the first form of the detector.
   */
  @Override
  public AnomalyWatch read(DataInput in, int version) throws IOException {
    AnomalyWatch watch = new AnomalyWatch();
    if (version == 1) {
      RobustBaseline.read(in);
      watch.recent = RecentPoints.read(in);
      Wire.readVarLong(in);
      Wire.readVarInt(in);
      if (in.readBoolean()) {
        Incident.skipVersion1(in);
      }
      return watch;
    }
    watch.baseline = in.readBoolean() ? RobustBaseline.read(in) : null;
    watch.detector = SeriesDetector.CODEC.read(in, version < 4 ? 1 : 2);
    watch.recent = RecentPoints.read(in);
    watch.abnormalRun = Wire.readVarInt(in);
    watch.incident = in.readBoolean() ? Incident.read(in) : null;
    if (version > 2 && in.readBoolean()) {
      watch.feedback = Feedback.read(in);
    } else if (watch.incident != null) {
      watch.feedback = new Feedback(); // an open incident is to be remembered when it closes
    }
    return watch;
  }
}
