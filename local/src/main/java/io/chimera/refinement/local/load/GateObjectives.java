package io.chimera.refinement.local.load;

import io.chimera.refinement.connectors.yaml.Packs;
import io.chimera.refinement.state.slo.SloDocument;
import java.util.Arrays;
import java.util.List;

/** The objectives of a gate, as it names them. */
final class GateObjectives {
  private GateObjectives() {}

  static List<String> of(Packs packs, String gate) {
    return packs.all(SloDocument::reference).stream()
        .filter(reference -> reference.kind().equals("Gate") && reference.name().equals(gate))
        .map(reference -> reference.value("objectives").replaceAll("^\\[|\\]$", ""))
        .flatMap(list -> Arrays.stream(list.split(",", -1)))
        .map(String::trim)
        .filter(name -> !name.isEmpty())
        .toList();
  }
}
