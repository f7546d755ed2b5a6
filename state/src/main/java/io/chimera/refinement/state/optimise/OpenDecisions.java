package io.chimera.refinement.state.optimise;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Decisions that wait for their reward, oldest first; beyond a number the oldest is given up. */
final class OpenDecisions {
  private final int most;
  private final Map<String, Open> open = new LinkedHashMap<>();

  /**
   * One of them.
   *
   * @param context features, or null
   * @param group whose decision it is, or null
   */
  record Open(Bandit.Draw draw, double[] context, String group) {}

  OpenDecisions(int most) {
    this.most = most;
  }

  Open get(String id) {
    return open.get(id);
  }

  void put(String id, Open decision) {
    if (open.size() >= most) {
      Iterator<String> oldest = open.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    open.put(id, decision);
  }

  Open remove(String id) {
    return open.remove(id);
  }

  int size() {
    return open.size();
  }

  /**
   * Takes over those of {@code other} that can be told here.
   *
   * @param places index here of each action there, or -1; a decision for one of those is given up
   */
  void takeOver(OpenDecisions other, int[] places, int actions, int features) {
    other.open.forEach(
        (id, decision) -> {
          Bandit.Draw draw = decision.draw();
          if (places[draw.action()] >= 0) {
            double[] context = decision.context();
            put(
                id,
                new Open(
                    new Bandit.Draw(
                        places[draw.action()],
                        placed(draw.pmf(), places, actions),
                        placed(draw.predicted(), places, actions)),
                    context == null || context.length != features ? null : context,
                    decision.group()));
          }
        });
  }

  private static double[] placed(double[] values, int[] places, int actions) {
    double[] placed = new double[actions];
    for (int k = 0; k < values.length; k++) {
      if (places[k] >= 0) {
        placed[places[k]] = values[k];
      }
    }
    return placed;
  }

  void write(DataOutput out, int actions) throws IOException {
    Wire.writeVarInt(out, open.size());
    for (Map.Entry<String, Open> entry : open.entrySet()) {
      Open decision = entry.getValue();
      Wire.writeString(out, entry.getKey());
      Wire.writeString(out, decision.group());
      Wire.writeVarInt(out, decision.draw().action());
      Wire.writeDoubles(out, decision.draw().pmf(), actions);
      Wire.writeDoubles(out, decision.draw().predicted(), actions);
      double[] context = decision.context() == null ? new double[0] : decision.context();
      Wire.writeDoubles(out, context, context.length);
    }
  }

  void read(DataInput in) throws IOException {
    open.clear();
    for (int left = Wire.readVarInt(in); left > 0; left--) {
      String id = Wire.readString(in);
      String group = Wire.readString(in);
      int action = Wire.readVarInt(in);
      Bandit.Draw draw = new Bandit.Draw(action, Wire.readDoubles(in), Wire.readDoubles(in));
      double[] context = Wire.readDoubles(in);
      open.put(id, new Open(draw, context.length == 0 ? null : context, group));
    }
  }
}
