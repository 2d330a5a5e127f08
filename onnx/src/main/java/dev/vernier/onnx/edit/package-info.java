/**
 * Changes graphs: a mutable editor that keeps track of producers and consumers, and the topological
 * order of nodes.
 */
package dev.vernier.onnx.edit;
