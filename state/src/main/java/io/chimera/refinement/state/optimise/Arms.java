package io.chimera.refinement.state.optimise;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The arms of one catalogue by name: an action that leaves the catalogue and comes back is
 * remembered.
 */
final class Arms {
  private final List<Arm> arms = new ArrayList<>();
  private long learned;

  /** The arms of the catalogue in its order; new actions start with nothing known. */
  List<Arm> of(ActionCatalogue catalogue) {
    List<Arm> wanted = new ArrayList<>(catalogue.actions().size());
    for (ActionCatalogue.Action action : catalogue.actions()) {
      wanted.add(
          find(action.name())
              .orElseGet(
                  () -> {
                    Arm arm = new Arm(action.name());
                    arms.add(arm);
                    return arm;
                  }));
    }
    return wanted;
  }

  Optional<Arm> find(String action) {
    for (Arm arm : arms) {
      if (arm.action().equals(action)) {
        return Optional.of(arm);
      }
    }
    return Optional.empty();
  }

  /** Credits the arm of that name; an action that is no arm teaches nothing. */
  void learn(String action, double reward, boolean observed, long vetoUntil) {
    Optional<Arm> found = find(action);
    if (found.isPresent()) {
      learned++;
      found.get().learn(reward);
      if (observed) {
        found.get().judge(reward, vetoUntil);
      }
    }
  }

  /** Outcomes learned from, over all arms. */
  long learned() {
    return learned;
  }

  List<ArmStatistics> statistics() {
    return arms.stream().map(Arm::statistics).toList();
  }

  void write(DataOutput out) throws IOException {
    Wire.writeVarLong(out, learned);
    Wire.writeVarInt(out, arms.size());
    for (Arm arm : arms) {
      arm.write(out);
    }
  }

  static Arms read(DataInput in, int version) throws IOException {
    Arms arms = new Arms();
    arms.learned = Wire.readVarLong(in);
    for (int left = Wire.readVarInt(in); left > 0; left--) {
      arms.arms.add(Arm.read(in, version));
    }
    return arms;
  }
}
