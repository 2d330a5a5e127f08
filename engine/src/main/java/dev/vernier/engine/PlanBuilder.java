package dev.vernier.engine;

import dev.vernier.engine.SampleAxis.Status;
import dev.vernier.engine.channelslast.ChannelsLastShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Turns a graph with known shapes into the steps of a plan. */
final class PlanBuilder {
  private final GraphProgram program;
  private final PreparedWeights prepared;
  private final ShapeInference inference;
  private final Status[] sampleAxis;
  private final int batch;
  private final boolean[] observed;
  private final Liveness live;
  private final LayoutChoice layout;
  private final RowFusion fusion;
  private final ImageLayers layers;
  private final Place[] dense;
  private final Place[] images;
  private final List<Place> places = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final List<Observation> inputObservations = new ArrayList<>();
  private final Map<Place, Step> producers = new IdentityHashMap<>();

  PlanBuilder(
      GraphProgram program,
      PreparedWeights prepared,
      SessionOptions options,
      ShapeInference inference,
      int batch) {
    this.prepared = prepared;
    this.inference = inference;
    this.batch = batch;
    this.sampleAxis = SampleAxisAnalysis.run(program, inference, batch);
    this.observed = observedIds(program, options);
    GraphProgram moved = Transposes.removed(program, inference);
    boolean[] before = Liveness.of(moved, inference, observed).nodes();
    this.program = RowFusion.images(moved, inference, before, observed);
    this.live = Liveness.of(this.program, inference, observed);
    this.layout =
        LayoutChoice.of(
            this.program,
            inference,
            live.nodes(),
            new ValueUses(this.program, live.nodes(), observed),
            options.channelsLast());
    this.fusion =
        RowFusion.dense(
            this.program,
            inference,
            live.nodes(),
            observed,
            n -> layout.node(n) == null && !layout.isAbsorbed(n));
    this.layers = new ImageLayers(inference, prepared);
    this.dense = new Place[program.valueCount()];
    this.images = new Place[program.valueCount()];
  }

  private static boolean[] observedIds(GraphProgram program, SessionOptions options) {
    boolean[] result = new boolean[program.valueCount()];
    for (String name : options.observed()) {
      int id = program.id(name);
      if (id >= 0) {
        result[id] = true;
      }
    }
    return result;
  }

  Plan build() {
    List<Place> inputs = new ArrayList<>();
    for (int id : program.inputs()) {
      inputs.add(input(id));
    }
    for (int n = 0; n < program.nodes().size(); n++) {
      if (live.nodes()[n] && !layout.isAbsorbed(n) && !fusion.isAbsorbed(n)) {
        int index = n;
        ProgramNode node = program.nodes().get(n);
        NodeEvaluation.named(
            node.label(),
            () -> {
              addNode(index, node);
              return null;
            });
      }
    }
    List<Place> outputs =
        new ArrayList<>(Arrays.stream(program.outputs()).mapToObj(this::denseOf).toList());
    List<Place> roots = Lifetimes.assign(steps, places, outputs);
    PlanDraft draft =
        new PlanDraft(
            inputs,
            outputs,
            inputObservations,
            steps,
            places.stream().filter(Place::isArena).toList(),
            places.stream().filter(p -> !p.isArena()).toList(),
            roots);
    return new Plan(draft, inference.facts());
  }

  private Place input(int id) {
    Place place = remember(Place.input(program.name(id), inference.facts()[id]));
    dense[id] = place;
    if (observed[id]) {
      inputObservations.add(new Observation(program.name(id), place, samples(id)));
    }
    return place;
  }

  private Place remember(Place place) {
    places.add(place);
    return place;
  }

  /** Samples that observers see: the batch if the value was proven to carry it. */
  private int samples(int id) {
    return sampleAxis[id] == Status.PROVEN ? batch : 1;
  }

  private void addNode(int index, ProgramNode node) {
    if (layout.node(index) != null) {
      addImageNode(layout.node(index));
      return;
    }
    if (fusion.at(index) != null) {
      addFusion(fusion.at(index));
      return;
    }
    Place[] ins = Arrays.stream(node.inputs()).mapToObj(this::denseOf).toArray(Place[]::new);
    if (inference.isDynamic(index)) {
      addDynamic(node, ins);
    } else if (isPureView(node)) {
      addView(node, ins[0]);
    } else {
      addDense(node, ins);
    }
  }

  private void addFusion(RowFusion.Fusion fused) {
    ProgramNode node = fused.node();
    addDense(node, Arrays.stream(node.inputs()).mapToObj(this::denseOf).toArray(Place[]::new));
    for (int n : fused.views()) {
      ProgramNode view = program.nodes().get(n);
      addView(view, denseOf(view.inputs()[0]));
    }
  }

  private Place denseOf(int id) {
    if (id < 0) {
      return null;
    }
    if (dense[id] == null && images[id] != null) {
      toDense(id);
    } else if (dense[id] == null) {
      dense[id] = Place.constant(program.name(id), inference.facts()[id].value());
    }
    return dense[id];
  }

  private void toDense(int id) {
    Place from = images[id];
    Place to = newDense(id);
    append(
        new LayerStep(
            "'" + program.name(id) + "'",
            "to dense",
            layers.toDense(from),
            new Place[] {from},
            to,
            false));
  }

  private Place imageOf(int id) {
    if (images[id] == null) {
      Place from = denseOf(id);
      Place to = newImage(id);
      append(
          new LayerStep(
              "'" + program.name(id) + "'",
              "to channels-last",
              layers.toImages(to),
              new Place[] {from},
              to,
              false));
    }
    return images[id];
  }

  private Place newImage(int id) {
    TensorFact fact = inference.facts()[id];
    Place place =
        layout.sliceOf(id) >= 0
            ? slice(id, fact)
            : Place.channelsLast(program.name(id), fact, shape(id), layout.codes(id));
    images[id] = remember(place);
    return place;
  }

  private ChannelsLastShape shape(int id) {
    int[] dims = inference.facts()[id].dims();
    return ChannelsLastShape.of(dims[0], dims[1], dims[2], dims[3], layout.halo(id));
  }

  /** A place within that of the concatenation, which is made with its first part. */
  private Place slice(int id, TensorFact fact) {
    int whole = layout.sliceOf(id);
    Place of = images[whole] != null ? images[whole] : newImage(whole);
    int[] dims = fact.dims();
    ChannelsLastShape shape =
        new ChannelsLastShape(
            dims[0],
            dims[1],
            dims[2],
            dims[3],
            of.channelsLast.halo(),
            of.channelsLast.channelStride());
    return Place.slice(program.name(id), fact, shape, of, layout.sliceChannel(id));
  }

  private void addImageNode(ImageNode node) {
    if (images[node.output()] != null) {
      // A concatenation that its parts were written into.
      observe(node.output(), images[node.output()]);
      return;
    }
    List<Place> images = new ArrayList<>();
    Arrays.stream(node.inputs()).mapToObj(this::imageOf).forEach(images::add);
    if (node.kind().readsRange()) {
      images.add(denseOf(node.node().inputs()[1]));
    }
    Place[] ins = images.toArray(Place[]::new);
    Place out = node.kind().givesImage() ? newImage(node.output()) : newDense(node.output());
    append(
        new LayerStep(
            node.label(),
            "channels-last",
            layers.layer(node, ins, out),
            ins,
            out,
            node.kind().isPointwise()),
        node.node());
    observe(node.output(), out);
    if (node.kind().hasNumbers()) {
      addNumbers(node, out);
    }
  }

  /** The numbers behind the codes of an integer layer, if anything wants them. */
  private void addNumbers(ImageNode node, Place codes) {
    int[] outputs = node.node().outputs();
    if (outputs.length > 1 && live.isNeeded(outputs[1])) {
      Place numbers = newImage(outputs[1]);
      append(
          new LayerStep(
              "'" + program.name(outputs[1]) + "'",
              "channels-last",
              layers.dequantize(codes, numbers),
              new Place[] {codes},
              numbers,
              true));
      observe(outputs[1], numbers);
    }
  }

  private static boolean isPureView(ProgramNode node) {
    return node.operator().isView()
        && node.outputs()[0] >= 0
        && Arrays.stream(node.outputs()).skip(1).allMatch(id -> id < 0);
  }

  private void addView(ProgramNode node, Place in) {
    int id = node.outputs()[0];
    Place out = remember(Place.view(program.name(id), inference.facts()[id], in));
    dense[id] = out;
    if (!out.isArena()) {
      append(new ViewStep(node.label(), in, out));
    }
    observe(id, out);
  }

  private void addDense(ProgramNode node, Place[] ins) {
    Place[] outs = new Place[node.outputs().length];
    for (int i = 0; i < outs.length; i++) {
      int id = node.outputs()[i];
      outs[i] = isWanted(node, id) ? newDense(id) : null;
    }
    Operator operator = node.operator().prepare(inference.inputs(node), prepared);
    append(new DenseStep(node.label(), operator, ins, outs), node);
    observeAll(node, outs);
  }

  /** Operators may count on the outputs that their node names; integer ones need not. */
  private boolean isWanted(ProgramNode node, int id) {
    return id >= 0 && (live.isNeeded(id) || !isInteger(node.operator()));
  }

  private static boolean isInteger(Operator operator) {
    return operator instanceof IntegerProduct
        || operator instanceof IntegerMatMul
        || operator instanceof IntegerAdd
        || operator instanceof IntegerMap;
  }

  private Place newDense(int id) {
    dense[id] = remember(Place.dense(program.name(id), inference.facts()[id]));
    return dense[id];
  }

  private void addDynamic(ProgramNode node, Place[] ins) {
    Place[] outs = new Place[node.outputs().length];
    for (int i = 0; i < outs.length; i++) {
      int id = node.outputs()[i];
      if (id >= 0) {
        outs[i] = remember(Place.dynamic(program.name(id)));
        dense[id] = outs[i];
      }
    }
    append(new DynamicStep(node, ins, outs));
    observeAll(node, outs);
  }

  private void append(Step step, ProgramNode node) {
    int out = node.outputs()[0];
    TensorFact output = out < 0 ? null : inference.facts()[out];
    step.addMultiplyAdds(MultiplyAdds.of(node, inference.inputs(node), output));
    append(step);
  }

  private void append(Step step) {
    steps.add(step);
    step.writes().forEach(p -> producers.put(p.root(), step));
  }

  private void observeAll(ProgramNode node, Place[] outs) {
    for (int i = 0; i < outs.length; i++) {
      if (outs[i] != null) {
        observe(node.outputs()[i], outs[i]);
      }
    }
  }

  private void observe(int id, Place place) {
    if (observed[id]) {
      Step producer = producers.get(place.root());
      producer.observe(new Observation(program.name(id), place, samples(id)));
    }
  }
}
