package io.chimera.refinement.local.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chimera.refinement.local.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {

  @Test
  void aRepeatedPointIsKeptOnce(@TempDir Path directory) throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, 0)) {
      String first =
          "kpi_window,system=a,component=b,agent=c,metric=m,labels=x count=3i,mean=1.5 1795248000000";
      String fleet = "kpi_window,system=a,component=b,metric=m count=3i,mean=1.5 1795248000000";
      write(database, first + '\n' + fleet);
      write(database, fleet.replace("1.5", "2.5") + '\n' + first);
      write(
          database,
          "pipeline,component=read,instance=job-0,metric=m records=3i 1795248000000\npipeline,component=read,instance=job-1,metric=m records=3i 1795248000000");

      assertThat(database.count("kpi_window")).isEqualTo(2);
      assertThat(database.count("pipeline")).isEqualTo(2);
      assertThat(database.count("alert")).isZero();
      assertThat(
              database
                  .query("SELECT mean FROM kpi_window WHERE agent IS NULL")
                  .path("dataset")
                  .path(0)
                  .path(0)
                  .asDouble())
          .isEqualTo(2.5);
      assertThat(database.queries().counts())
          .containsEntry("pipeline", 2L)
          .containsEntry("kpi_window_1h", 0L);
      assertThatThrownBy(() -> database.query("SELECT nothing FROM nowhere"))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("nowhere");
      assertThatThrownBy(
              () -> EmbeddedDatabase.start(directory.resolve("other"), database.port()).close())
          .isInstanceOf(Failure.class)
          .hasMessageContaining("the port is in use");
    }
    assertThat(bytes(directory)).isLessThan(60_000_000);
  }

  private static void write(EmbeddedDatabase database, String lines)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(database.url() + "/api/v2/write?org=o&bucket=b&precision=ms"))
            .POST(HttpRequest.BodyPublishers.ofString(lines))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
  }

  private static long bytes(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
