package io.chimera.refinement.connectors.influx;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.connectors.http.CircuitBreaker;
import io.chimera.refinement.connectors.http.RetrySchedule;
import io.chimera.refinement.connectors.influx.InfluxStub.Reply;
import io.chimera.refinement.connectors.influx.InfluxStub.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;

/** A writer in virtual time in front of a database that answers by script. */
final class WriterBed implements AutoCloseable {
  static final long START = 1_795_248_000_000L;
  private static final RetrySchedule.Params EXACT =
      new RetrySchedule.Params(List.of(1_000L, 2_000L, 4_000L), 0);

  final InfluxStub server = new InfluxStub();
  final VirtualTask task = new VirtualTask(START);
  final List<String> rejected = new ArrayList<>();
  final List<RejectedLines.RejectedLine> refused = new ArrayList<>();
  final List<Long> requestMillis = new CopyOnWriteArrayList<>();
  InfluxWriter writer;

  @Override
  public void close() {
    if (writer != null) {
      writer.close();
    }
    server.close();
  }

  void open(InfluxSettings settings) {
    writer =
        InfluxWriter.open(
            settings,
            () ->
                line -> {
                  rejected.add(
                      new String(line.line(), StandardCharsets.UTF_8) + " <- " + line.reason());
                  refused.add(line);
                },
            task,
            List.of());
  }

  void finish() throws InterruptedException {
    writer.flush(true);
  }

  InfluxSettings settings() {
    return settings(server.port());
  }

  static InfluxSettings settings(int port) {
    return InfluxSettings.of("http://127.0.0.1:" + port, "chimera", "hot", "secret")
        .with(new InfluxSettings.Batching(100, 1 << 20, 1_000, 2, 8))
        .with(EXACT, CircuitBreaker.Params.DEFAULT);
  }

  int gauge(String name) {
    return task.gauge(name);
  }

  /** Notes when the request came, in milliseconds of virtual time from the start. */
  Function<Request, Reply> at(Function<Request, Reply> script) {
    return request -> {
      requestMillis.add(task.nowMillis() - START);
      return script.apply(request);
    };
  }

  static Function<Request, Reply> refusing(String part) {
    return request ->
        request.lines().stream().anyMatch(line -> line.contains(part))
            ? Reply.of(400, "partial write")
            : InfluxStub.STORED;
  }

  static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static List<BufferedRequestState<LineEntry>> throughBytes(
      List<BufferedRequestState<LineEntry>> states) throws Exception {
    LineEntrySerializer serializer = new LineEntrySerializer();
    List<BufferedRequestState<LineEntry>> read = new ArrayList<>();
    for (BufferedRequestState<LineEntry> state : states) {
      read.add(serializer.deserialize(serializer.getVersion(), serializer.serialize(state)));
    }
    return read;
  }

  static List<String> linesOf(List<BufferedRequestState<LineEntry>> states) {
    return states.stream()
        .flatMap(state -> state.getBufferedRequestEntries().stream())
        .flatMap(
            wrapper ->
                new String(wrapper.getRequestEntry().lines(), StandardCharsets.UTF_8).lines())
        .distinct()
        .collect(Collectors.toList());
  }

  static LineBatch batch(int from, int count) {
    String lines =
        IntStream.range(from, from + count)
            .mapToObj(WriterBed::line)
            .collect(Collectors.joining("\n"));
    return LineBatch.of(lines.getBytes(StandardCharsets.UTF_8));
  }

  static String line(int i) {
    return "m,c=a i=" + i + " " + (START + i);
  }
}
