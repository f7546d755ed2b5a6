package io.chimera.refinement.connectors.influx;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.connectors.http.CircuitBreaker;
import io.chimera.refinement.connectors.http.RetrySchedule;
import io.chimera.refinement.connectors.influx.InfluxStub.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("REF-TSD-01: the sink in a job")
class InfluxSinkTest {
  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  @Test
  void aJobEndsWhenAllIsDeliveredThoughTheServerWasDownAndALineWasBad() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    try (InfluxStub server = new InfluxStub()) {
      server.answers(
          request -> {
            if (attempts.incrementAndGet() <= 12) {
              return Reply.of(500, "starting");
            }
            boolean bad = request.lines().stream().anyMatch(line -> line.contains("i=777 "));
            return bad ? Reply.of(400, "partial write") : InfluxStub.STORED;
          });
      InfluxSettings settings =
          InfluxSettings.of(server.url(), "chimera", "hot", "")
              .with(new InfluxSettings.Batching(200, 1 << 20, 50, 2, 4))
              .with(
                  new RetrySchedule.Params(List.of(10L, 20L, 40L), 0.2),
                  new CircuitBreaker.Params(5, 200));

      Configuration configuration = new Configuration();
      configuration.setString("pipeline.generic-types", "false");
      StreamExecutionEnvironment env =
          StreamExecutionEnvironment.getExecutionEnvironment(configuration);
      env.setParallelism(2);
      env.enableCheckpointing(20);
      env.fromSequence(0, 99)
          .map(InfluxSinkTest::tenLines)
          .returns(LineBatch.class)
          .sinkTo(new InfluxSink(settings));
      env.execute("influx");

      assertThat(server.stored()).hasSize(999).doesNotContainKey(line(777));
    }
  }

  @Test
  void theTokenIsNeitherPrintedNorLost() throws Exception {
    InfluxSettings settings =
        InfluxSettings.of("http://localhost:8086", "chimera", "hot", "very-secret");
    assertThat(settings.toString()).doesNotContain("very-secret");
    assertThat(InstantiationUtil.clone(settings)).isEqualTo(settings);
    assertThat(
            InstantiationUtil.clone(new InfluxSink(settings))
                .getWriterStateSerializer()
                .getVersion())
        .isEqualTo(1);
  }

  private static LineBatch tenLines(long batch) {
    String lines =
        IntStream.range(0, 10)
            .mapToObj(i -> line((int) batch * 10 + i))
            .collect(Collectors.joining("\n"));
    return LineBatch.of(lines.getBytes(StandardCharsets.UTF_8));
  }

  private static String line(int i) {
    return "m,c=a i=" + i + " " + (1_795_248_000_000L + i);
  }
}
