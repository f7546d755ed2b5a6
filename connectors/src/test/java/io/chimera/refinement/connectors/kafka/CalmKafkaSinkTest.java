package io.chimera.refinement.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.apache.flink.connector.kafka.sink.TwoPhaseCommittingStatefulSink.PrecommittingStatefulSinkWriter;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class CalmKafkaSinkTest {
  /** Flink ends the TaskManager when a closing task throws. */
  @Test
  void aBrokerThatIsAwayDoesNotKeepAWriterFromClosing() {
    var writer = new CalmKafkaSink.Writer<>(new Closing(new TimeoutException("EndTxn(false)")));
    assertThatCode(writer::close).doesNotThrowAnyException();
  }

  @Test
  void everyOtherFaultIsTold() {
    var writer = new CalmKafkaSink.Writer<>(new Closing(new ProducerFencedException("other")));
    assertThatThrownBy(writer::close).isInstanceOf(ProducerFencedException.class);
  }

  @Test
  void whatIsWrittenIsPassedOn() throws Exception {
    Closing inner = new Closing(null);
    var writer = new CalmKafkaSink.Writer<>(inner);
    writer.write("a", null);
    writer.flush(false);
    writer.close();
    assertThat(inner.calls).containsExactly("a", "flush false", "close");
  }

  /** Remembers what was asked of it. */
  private static final class Closing
      implements PrecommittingStatefulSinkWriter<String, KafkaWriterState, KafkaCommittable> {
    private final RuntimeException atTheEnd;
    private final List<String> calls = new ArrayList<>();

    Closing(RuntimeException atTheEnd) {
      this.atTheEnd = atTheEnd;
    }

    @Override
    public void write(String element, Context context) {
      calls.add(element);
    }

    @Override
    public void flush(boolean endOfInput) {
      calls.add("flush " + endOfInput);
    }

    @Override
    public Collection<KafkaCommittable> prepareCommit() {
      return List.of();
    }

    @Override
    public List<KafkaWriterState> snapshotState(long checkpointId) {
      return List.of();
    }

    @Override
    public void close() {
      calls.add("close");
      if (atTheEnd != null) {
        throw atTheEnd;
      }
    }
  }
}
