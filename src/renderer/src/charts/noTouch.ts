/** Stands in for hammerjs, which the zoom plugin loads for pinching on touch screens: without it the plugin leaves touch alone. */
export default undefined
