# SPDX-License-Identifier: GPL-3.0-or-later
# Completion for bash: commands, options, and the names the program itself lists.
_interleave() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]:-}
  local words=
  case $prev in
    --runtime) words="native gil python" ;;
    --api) words="concurrent.futures threading multiprocessing multiprocessing.dummy joblib asyncio dask.distributed" ;;
    --model | -m) words="serial threads processes event-loop hybrid distributed" ;;
    --start-method) words="spawn forkserver fork" ;;
    --rows) words="worker job core" ;;
    --style) words="live runtimes" ;;
    --theme) words="light dark print" ;;
    --order) words="stacked beside" ;;
    --palette) words="default article" ;;
    --size) words="1280x720 1920x1080 3840x2160" ;;
    --workers | -n) words="1 2 4 8 16 cores" ;;
    --keep-minutes) words="1 5 15 60" ;;
    --workload | -w) words=$(interleave list workloads --json 2>/dev/null | sed -n 's/^    "name": "\(.*\)".*/\1/p') ;;
    --png | -o | --summary | --trace | --json | --csv | --experiment | -e | --out)
      COMPREPLY=($(compgen -f -- "$cur"))
      return
      ;;
    *)
      if [[ $COMP_CWORD -eq 1 ]]; then
        words="run compare sweep watch export reproduce list --help --version"
      elif [[ $command == list ]]; then
        words="workloads runtimes models experiments --json"
      elif [[ $command == compare || $command == export ]] && [[ $cur != -* ]]; then
        COMPREPLY=($(compgen -f -- "$cur"))
        return
      elif [[ $command == reproduce && $cur != -* ]]; then
        words="all $(interleave list experiments --json 2>/dev/null | sed -n 's/.*"name": "\(.*\)".*/\1/p')"
      else
        words=$(interleave "$command" --help 2>/dev/null | grep -oE -- '--[a-z-]+' | sort -u)
      fi
      ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -F _interleave interleave
