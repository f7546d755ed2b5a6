package io.chimera.refinement.operators.slo;

import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.slo.LabelPattern;
import io.chimera.refinement.state.slo.SequenceEvent;
import io.chimera.refinement.state.slo.SequencePattern;
import io.chimera.refinement.state.slo.SequenceReport;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.cep.CEP;
import org.apache.flink.cep.EventComparator;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.conditions.IterativeCondition;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.Collector;

/**
 * Sequences of events as patterns of flink-cep, one operator per document; read at start, since a
 * pattern is part of the graph.
 *
 * <p>State: partial matches, dropped when their time is over. Time: event time; events of one time
 * in the order of what they are.
 */
public final class MatchSequences {
  private static final String FIRST = "first";
  private static final String THEN = "then";

  private MatchSequences() {}

  /** The findings of one pattern. */
  public static SingleOutputStreamOperator<Finding> of(
      SequencePattern sequence, DataStream<SequenceEvent> events) {
    KeyedStream<SequenceEvent, String> keyed =
        switch (sequence.kind()) {
          case FOLLOWED_BY -> events.keyBy(SequenceEvent::componentKey, Types.STRING);
          case CASCADE -> events.keyBy(SequenceEvent::system, Types.STRING);
          case FLAPPING ->
              events.keyBy(event -> event.name() + '@' + event.subject(), Types.STRING);
        };
    return CEP.pattern(keyed, pattern(sequence), new EventOrder())
        .inEventTime()
        .process(new Matched(sequence), EventTypes.FINDING);
  }

  private static Pattern<SequenceEvent, ?> pattern(SequencePattern sequence) {
    Duration within = Duration.ofMillis(sequence.withinMillis());
    AfterMatchSkipStrategy skip = AfterMatchSkipStrategy.skipPastLastEvent();
    return switch (sequence.kind()) {
      case FOLLOWED_BY ->
          Pattern.<SequenceEvent>begin(FIRST, skip)
              .where(new Is(sequence, SequenceEvent.Kind.ANOMALY, sequence.first()))
              .notFollowedBy("release")
              .where(new Is(sequence, SequenceEvent.Kind.RELEASE, LabelPattern.ANY))
              .followedBy(THEN)
              .where(new Is(sequence, null, sequence.then()))
              .within(within);
      case CASCADE ->
          Pattern.<SequenceEvent>begin(FIRST, skip)
              .where(new AnotherComponent(sequence))
              .times(sequence.count())
              .within(within);
      case FLAPPING ->
          Pattern.<SequenceEvent>begin(FIRST, skip)
              .where(new Is(sequence, SequenceEvent.Kind.BREACH, sequence.first()))
              .times(sequence.count())
              .within(within);
    };
  }

  /** Whether an event is of a kind and about a metric; of any kind but a release for null. */
  public static final class Is extends IterativeCondition<SequenceEvent> {
    private static final long serialVersionUID = 1;
    private final SequencePattern sequence;
    private final SequenceEvent.Kind kind;
    private final String metrics;

    Is(SequencePattern sequence, SequenceEvent.Kind kind, String metrics) {
      this.sequence = sequence;
      this.kind = kind;
      this.metrics = metrics;
    }

    @Override
    public boolean filter(SequenceEvent event, IterativeCondition.Context<SequenceEvent> context) {
      boolean ofKind =
          kind == null ? event.kind() != SequenceEvent.Kind.RELEASE : event.kind() == kind;
      return ofKind
          && LabelPattern.accepts(sequence.system(), event.system())
          && LabelPattern.accepts(metrics, event.metric());
    }
  }

  /** Whether an event is about a component that is not part of the match yet. */
  public static final class AnotherComponent extends IterativeCondition<SequenceEvent> {
    private static final long serialVersionUID = 1;
    private final SequencePattern sequence;

    AnotherComponent(SequencePattern sequence) {
      this.sequence = sequence;
    }

    @Override
    public boolean filter(SequenceEvent event, IterativeCondition.Context<SequenceEvent> context)
        throws Exception {
      if (event.kind() == SequenceEvent.Kind.RELEASE
          || event.component().isEmpty()
          || !LabelPattern.accepts(sequence.system(), event.system())
          || !LabelPattern.accepts(sequence.first(), event.metric())) {
        return false;
      }
      for (SequenceEvent before : context.getEventsForPattern(FIRST)) {
        if (before.component().equals(event.component())) {
          return false;
        }
      }
      return true;
    }
  }

  /** Makes the finding of a match. */
  public static final class Matched extends PatternProcessFunction<SequenceEvent, Finding> {
    private static final long serialVersionUID = 1;
    private final SequencePattern sequence;

    Matched(SequencePattern sequence) {
      this.sequence = sequence;
    }

    @Override
    public void processMatch(
        Map<String, List<SequenceEvent>> match,
        PatternProcessFunction.Context context,
        Collector<Finding> out) {
      List<SequenceEvent> events = new ArrayList<>();
      match.values().forEach(events::addAll);
      events.sort(Comparator.comparingLong(SequenceEvent::timeMillis));
      out.collect(SequenceReport.finding(sequence, events));
    }
  }

  /** Orders events of one time. */
  public static final class EventOrder implements EventComparator<SequenceEvent>, Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public int compare(SequenceEvent one, SequenceEvent other) {
      return SequenceEvent.ORDER.compare(one, other);
    }
  }
}
