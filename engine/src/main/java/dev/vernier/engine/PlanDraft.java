package dev.vernier.engine;

import java.util.List;

/**
 * What a plan builder hands to the plan.
 *
 * @param inputs places of the run's inputs
 * @param outputs dense places of the graph's outputs
 * @param inputObservations observed inputs
 * @param arenaPlaces every place whose storage is in the arena
 * @param runTimePlaces places whose tensors belong to a single run
 * @param roots arena places that own their storage, with their lifetimes
 */
record PlanDraft(
    List<Place> inputs,
    List<Place> outputs,
    List<Observation> inputObservations,
    List<Step> steps,
    List<Place> arenaPlaces,
    List<Place> runTimePlaces,
    List<Place> roots) {}
