package dev.vernier.engine;
/** placeholder */
final class QuantizedFusion { static void apply(ProgramBuilder b) {} }
