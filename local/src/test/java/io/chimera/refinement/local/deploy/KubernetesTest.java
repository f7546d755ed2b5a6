package io.chimera.refinement.local.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.jobs.config.SettingsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.GlobalConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests of {@code deploy/kubernetes}, as far as they can be judged without a cluster. */
class KubernetesTest {
  private static final Path FOLDER = Documents.HOME.resolve("deploy/kubernetes");

  /** Different on purpose: addresses, sizes, folders, what the web UI may do. */
  private static final Set<String> OF_THE_PLACE =
      Set.of(
          "taskmanager.numberOfTaskSlots",
          "execution.checkpointing.dir",
          "execution.checkpointing.savepoint-dir",
          "web.submit.enable",
          "traces.reporter.otel.exporter.endpoint",
          "traces.reporter.otel.service.name");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "refinement-deployment.yaml",
        "metrics-deployment.yaml",
        "delivery-deployment.yaml"
      })
  void aManifestHasTheStructureOfAFlinkDeployment(String file) throws Exception {
    assertThat(Documents.faults("flinkdeployment.schema.json", manifest(file))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "refinement-deployment.yaml",
        "metrics-deployment.yaml",
        "delivery-deployment.yaml"
      })
  void aManifestAgreesWithTheClusterConfiguration(String file) throws Exception {
    Map<String, String> config =
        GlobalConfiguration.loadConfiguration(
                Documents.HOME.resolve("flink-conf").toAbsolutePath().toString())
            .toMap();
    JsonNode flink = manifest(file).path("spec").path("flinkConfiguration");
    flink
        .properties()
        .forEach(
            entry -> {
              if (config.containsKey(entry.getKey()) && !OF_THE_PLACE.contains(entry.getKey())) {
                assertThat(entry.getValue().asText().replace(" ", ""))
                    .as(entry.getKey())
                    .isEqualTo(config.get(entry.getKey()).replace(" ", ""));
              }
            });
    assertThat(flink.path("high-availability.type").asText()).isEqualTo("kubernetes");
    assertThat(flink.path("high-availability.storageDir").asText()).isNotEmpty();
    assertThat(flink.path("pipeline.max-parallelism").asText()).isEqualTo("720");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "refinement-deployment.yaml",
        "metrics-deployment.yaml",
        "delivery-deployment.yaml"
      })
  void aManifestStartsAClassThatExistsFromAJarThatIsInTheImage(String file) throws Exception {
    JsonNode job = manifest(file).path("spec").path("job");
    assertThat(Class.forName(job.path("entryClass").asText()).getMethod("main", String[].class))
        .isNotNull();
    String jar = job.path("jarURI").asText().replaceFirst(".*/", "");
    assertThat(Files.readString(Documents.HOME.resolve("deploy/docker/Dockerfile"))).contains(jar);
  }

  @Test
  void itsSettingsAreValidOnceTheSecretsAreThere() throws Exception {
    Map<String, String> values =
        new java.util.HashMap<>(SettingsFile.read(FOLDER.resolve("refinement.yaml")));
    values.replaceAll((key, value) -> value.replaceAll("\\$\\{file:[^}]+}", "secret"));
    Settings settings = Settings.from(values);
    assertThat(settings.kafka().common()).containsKey("sasl.jaas.config");
    assertThat(settings.toString()).doesNotContain("password=");
  }

  @Test
  void theKustomizationNamesFilesThatExist() throws Exception {
    JsonNode kustomization = Documents.yaml(FOLDER.resolve("kustomization.yaml")).get(0);
    List<String> files = new ArrayList<>();
    for (String list : List.of("resources", "configurations")) {
      kustomization.path(list).forEach(file -> files.add(file.asText()));
    }
    kustomization
        .path("configMapGenerator")
        .forEach(map -> map.path("files").forEach(file -> files.add(file.asText())));
    assertThat(files).isNotEmpty().allSatisfy(file -> assertThat(FOLDER.resolve(file)).exists());
    for (String file : files) {
      for (JsonNode document : Documents.yaml(FOLDER.resolve(file))) {
        boolean resource = kustomization.path("resources").toString().contains('"' + file + '"');
        assertThat(!resource || (document.has("apiVersion") && document.has("kind")))
            .as(file)
            .isTrue();
      }
    }
  }

  private static JsonNode manifest(String file) throws Exception {
    return Documents.yaml(FOLDER.resolve(file)).get(0);
  }
}
