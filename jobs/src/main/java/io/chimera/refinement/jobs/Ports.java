package io.chimera.refinement.jobs;

import io.chimera.refinement.state.event.Alert;
import io.chimera.refinement.state.event.AuditRow;
import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.Inbound;
import io.chimera.refinement.state.event.InboundControl;
import io.chimera.refinement.state.event.InboundModel;
import io.chimera.refinement.state.event.InboundOutcome;
import io.chimera.refinement.state.event.IssuedRecommendation;
import io.chimera.refinement.state.event.PointBatch;
import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.event.SelfMeasurement;
import io.chimera.refinement.state.ingest.Backlog;
import java.util.function.Function;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;

/**
 * Where the refinement job meets the world. The topology is the same in production and in tests;
 * only the ports differ.
 *
 * @param backlog what of the reports has not been read yet
 * @param points makes one sink per name: two branches of the graph write points
 */
public record Ports(
    Source<Inbound, ?, ?> reports,
    Backlog backlog,
    Source<InboundOutcome, ?, ?> outcomes,
    Source<InboundControl, ?, ?> control,
    Source<InboundModel, ?, ?> models,
    Source<IssuedRecommendation, ?, ?> issued,
    Sink<Finding> findings,
    Sink<Alert> alerts,
    Sink<Recommendation> recommendations,
    Sink<DeadLetter> deadLetters,
    Sink<AuditRow> audit,
    Sink<SelfMeasurement> self,
    Function<String, Sink<PointBatch>> points) {}
