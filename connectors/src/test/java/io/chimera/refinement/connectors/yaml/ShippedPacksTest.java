package io.chimera.refinement.connectors.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.state.slo.Objective;
import io.chimera.refinement.state.slo.Reference;
import io.chimera.refinement.state.slo.SloDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The packs as they are shipped say what the documents say. */
class ShippedPacksTest {
  private static final Packs PACKS = Packs.read(Path.of("../packs"));

  @Test
  void theShippedPacksHaveNoFault() {
    assertThat(PACKS.faults()).isEmpty();
  }

  @Test
  void everyObjectiveOfTheDocumentsIsLoadedCellByCell() throws IOException {
    Map<String, List<String>> stated = new TreeMap<>();
    try (InputStream table = getClass().getResourceAsStream("/packs/objectives.tsv")) {
      List<String> lines =
          new String(table.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      assertThat(lines.get(0).split("\t", -1)).containsExactlyElementsOf(ObjectiveTable.COLUMNS);
      for (String line : lines.subList(1, lines.size())) {
        List<String> cells = List.of(line.split("\t", -1));
        stated.put(cells.get(1), cells);
      }
    }
    Map<String, List<String>> loaded =
        PACKS.objectives().stream()
            .filter(objective -> !objective.name().startsWith("demo-"))
            .collect(
                Collectors.toMap(
                    Objective::name, ObjectiveTable::row, (one, other) -> one, TreeMap::new));
    assertThat(stated).hasSize(632);
    assertThat(loaded.keySet()).isEqualTo(stated.keySet());
    for (Map.Entry<String, List<String>> row : stated.entrySet()) {
      assertThat(loaded.get(row.getKey())).as(row.getKey()).isEqualTo(row.getValue());
    }
  }

  @Test
  void thePacksHoldTheRulesPoliciesGatesAndProfilesOfTheDocuments() {
    assertThat(
            PACKS.alertRules().stream()
                .filter(rule -> !rule.name().matches("(demo|host|refinement)-.*")))
        .hasSize(30);
    assertThat(PACKS.all(SloDocument::scaling)).hasSize(13);
    assertThat(references(Kinds.GATE)).hasSize(4);
    assertThat(references(Kinds.PROFILE)).hasSize(36);
    assertThat(references(Kinds.DEGRADATION)).hasSize(10);
    assertThat(PACKS.all(SloDocument::metrics)).hasSize(5);
  }

  @Test
  void aDocumentStandsByItselfOnTheControlTopic() {
    for (ControlDocument document : PACKS.documents()) {
      if (document.update().kind().equals(Kinds.ALERT_POLICY)) {
        continue; // refers to its condition
      }
      ControlDocuments alone = ControlDocuments.read(document.key(), document.json());
      assertThat(alone.faults()).as(document.key()).isEmpty();
      assertThat(alone.documents().get(0).update()).as(document.key()).isEqualTo(document.update());
    }
  }

  private static List<Reference> references(String kind) {
    return PACKS.all(SloDocument::reference).stream()
        .filter(reference -> reference.kind().equals(kind))
        .toList();
  }
}
