/**
 * Random numbers, the same in every run, on every machine and in every layout: element i of a node
 * is a function of the node's seed and of i alone.
 */
package dev.vernier.engine.ops.random;
